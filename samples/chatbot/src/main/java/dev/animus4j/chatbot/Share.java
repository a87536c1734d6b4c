package dev.animus4j.chatbot;

/**
 * How much of something one client may have, and one session, when all together may have so much.
 *
 * @param all of all clients
 * @param client of one client, which may be many people behind one address
 * @param session of one session
 */
record Share(long all, long client, long session) {
  private static final int CLIENTS = 4;
  private static final int SESSIONS = 16;

  /** A quarter for a client, a sixteenth for a session, but room for one thing for each. */
  static Share of(long all, long one) {
    return new Share(all, Math.max(all / CLIENTS, one), Math.max(all / SESSIONS, one));
  }

  /** A quarter for a client, and this for a session. */
  static Share ofSession(long all, long session) {
    return new Share(all, Math.max(all / CLIENTS, 1), session);
  }
}
