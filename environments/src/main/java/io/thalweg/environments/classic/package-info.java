/** Classic control: small physical worlds, as Gymnasium has them. */
package io.thalweg.environments.classic;
