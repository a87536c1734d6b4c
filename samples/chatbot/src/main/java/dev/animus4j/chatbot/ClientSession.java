package dev.animus4j.chatbot;

/**
 * Owner of something, accountable for its cost: a session, which can be begun anew at any time, of
 * a client, which is harder to change.
 *
 * @param client the address, as in {@link IpNetwork#clientId}
 * @param session empty if there is none
 */
record ClientSession(String client, String session) {

  /** Placeholder owner of an item from an earlier run, whose owner is unknown. */
  static ClientSession ofEarlierRun(String name) {
    return new ClientSession("earlier " + name, "");
  }
}
