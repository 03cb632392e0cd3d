package io.thalweg.models.network;

/**
 * What goes in and comes out.
 *
 * @param inputs inputs per step, at least 1
 * @param steps longest window
 * @param classes number of classes, at least 1
 */
public record Dimensions(int inputs, int steps, int classes) {}
