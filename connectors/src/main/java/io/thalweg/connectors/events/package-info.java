/** Events and labels as records of a topic: JSON and CSV, bounds, reasons. */
package io.thalweg.connectors.events;
