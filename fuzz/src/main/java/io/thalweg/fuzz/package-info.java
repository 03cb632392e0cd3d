/** Targets of the fuzzer. */
package io.thalweg.fuzz;
