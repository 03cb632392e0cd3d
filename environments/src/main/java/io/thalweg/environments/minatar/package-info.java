/**
 * Five small games in the manner of Atari's, by the published descriptions of MinAtar (Young and
 * Tian, "MinAtar: An Atari-inspired testbed for thorough and reproducible reinforcement learning
 * experiments", 2019). Written from the text, not from its program; where the text is silent (when
 * what moves first, how fast it begins), a game decides for itself and says so.
 */
package io.thalweg.environments.minatar;
