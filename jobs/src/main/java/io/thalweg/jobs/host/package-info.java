/** Environments that are driven through topics, by whoever answers there. */
package io.thalweg.jobs.host;
