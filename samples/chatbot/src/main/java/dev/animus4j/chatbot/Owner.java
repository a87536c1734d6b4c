package dev.animus4j.chatbot;

/**
 * Whose something is, and who has to answer for what it costs: a session, which anybody may begin
 * anew, of a client, which nobody can change so easily.
 *
 * @param client where it comes from, as {@link Network#client} counts
 * @param session empty for nobody's
 */
record Owner(String client, String session) {

  /** Of something from an earlier run, of which nobody knows whose it was. */
  static Owner earlier(String name) {
    return new Owner("earlier " + name, "");
  }
}
