/** Networks behind one interface: configuration, parameters, prediction, gradient step. */
package io.thalweg.models.network;
