/** What jobs of both kinds consist of: elements and their serialisers, rejected records, sinks. */
package io.thalweg.jobs.stream;
