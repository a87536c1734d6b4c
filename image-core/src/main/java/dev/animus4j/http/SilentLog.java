package dev.animus4j.http;

/** Log that is never called. */
enum SilentLog implements HttpLog {
  INSTANCE;

  @Override
  public void log(HttpLogEvent event) {}
}
