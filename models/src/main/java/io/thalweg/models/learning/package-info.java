/** Learning from a stream: batches, rehearsal, refusal of diverging updates, models to publish. */
package io.thalweg.models.learning;
