/** Pictures of figures over time. */
package io.thalweg.jobs.plot;
