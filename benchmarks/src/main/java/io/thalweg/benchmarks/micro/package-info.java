/** Micro-benchmarks (JMH) of what every record goes through. */
package io.thalweg.benchmarks.micro;
