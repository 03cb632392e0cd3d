/** Model updates on a compacted topic: chunks, checksums, the newest complete one. */
package io.thalweg.connectors.updates;
