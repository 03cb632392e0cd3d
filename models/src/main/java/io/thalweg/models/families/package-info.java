/** The ways to learn to act, each with its settings, as one choice. */
package io.thalweg.models.families;
