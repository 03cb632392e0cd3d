/**
 * Measurements that anyone can repeat: each figure in docs/benchmarks.md names its command here.
 */
package io.thalweg.benchmarks;
