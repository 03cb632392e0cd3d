package io.thalweg.models.network;

/** How the steps of a sequence become one vector. */
public enum Pooling {
  /** Each direction's last step: the newest, or the oldest of a backward direction. */
  LAST,
  /** The greatest number of each unit (Collobert et al., 2011). */
  MAX,
  /** The mean of each unit. */
  MEAN
}
