/** The one source of chance: small, seeded, checkpointed. */
package io.thalweg.models.random;
