package io.thalweg.models.devices;

/** The chosen binaries cannot compute on what is there; the message says which ones can. */
public final class UnservedDeviceException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  UnservedDeviceException(String message) {
    super(message);
  }

  UnservedDeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
