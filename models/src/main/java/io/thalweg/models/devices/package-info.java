/**
 * What this process can compute on: the processor, or the GPUs that ND4J's backend finds, and
 * whether its binaries hold code for them.
 *
 * <p>{@link io.thalweg.models.devices.Devices} is all that others need. Knows ND4J, but no network.
 */
package io.thalweg.models.devices;
