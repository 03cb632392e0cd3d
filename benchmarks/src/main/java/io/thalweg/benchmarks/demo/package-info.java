/** What the demonstration reaches, and how soon it answers. */
package io.thalweg.benchmarks.demo;
