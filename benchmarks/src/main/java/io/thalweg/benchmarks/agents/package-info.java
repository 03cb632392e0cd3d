/** Agents that act and learn, beside a plain loop. */
package io.thalweg.benchmarks.agents;
