/**
 * A page that shows how jobs do, while they run: read from their topics as any other process could,
 * pushed to browsers. It knows names and records of topics, and nothing of how a job is run. See
 * docs/watch.md.
 */
package io.thalweg.jobs.watch;
