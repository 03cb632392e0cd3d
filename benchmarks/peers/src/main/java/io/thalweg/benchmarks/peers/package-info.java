/**
 * What is measured beside Thalweg's networks, and how: both sides are programs that read a {@link
 * io.thalweg.benchmarks.peers.Work} per line and answer with a time.
 */
package io.thalweg.benchmarks.peers;
