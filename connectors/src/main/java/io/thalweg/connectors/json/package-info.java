/** JSON as the records of all topics hold it. */
package io.thalweg.connectors.json;
