/** What of an event goes into a network, and how it is encoded. */
package io.thalweg.models.features;
