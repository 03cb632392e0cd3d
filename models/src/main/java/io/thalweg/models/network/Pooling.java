package io.thalweg.models.network;

/** How the steps of a sequence become one vector. */
public enum Pooling {
  /** The newest step. Of a backward direction it has read that step only. */
  LAST,
  /** The greatest number of each unit (Collobert et al., 2011). */
  MAX,
  /** The mean of each unit. */
  MEAN
}
