/** Reads what Keras has saved, without Keras, Python or HDF5's native library. */
package io.thalweg.models.keras;
