/** Plays a file into a topic. */
package io.thalweg.connectors.replay;
