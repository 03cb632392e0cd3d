/** Small worlds whose states can be counted, as Gymnasium's "toy text" has them. */
package io.thalweg.environments.tabular;
