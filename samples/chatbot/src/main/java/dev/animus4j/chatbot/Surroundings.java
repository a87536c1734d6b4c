package dev.animus4j.chatbot;

import dev.animus4j.chat.AnimusClient;

/** What the routes work with. */
record Surroundings(
    AnimusClient client, Album album, Conversations conversations, Feed feed, State state) {

  static Surroundings of(AnimusClient client, Album album, Settings settings) {
    Signature signature = Signature.with(settings.security().secret());
    Conversations conversations = new Conversations(client, signature);
    Feed feed = new Feed(client.events());
    return new Surroundings(client, album, conversations, feed, new State());
  }
}
