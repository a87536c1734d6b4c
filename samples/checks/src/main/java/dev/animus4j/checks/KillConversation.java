package dev.animus4j.checks;

import dev.animus4j.chat.Chat;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.OverlapPolicy;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.model.Message;
import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.util.Random;

/**
 * Conversation of a user who sends message after message, without end: mostly after the last one is
 * answered, and some with an id that was used before.
 */
final class KillConversation {
  private static final int IDS_PER_CLIENT = 2;

  private final Chat chat;
  private final Vertx vertx;
  private final Random random;
  private final int client;
  private final int thinkMillis;
  private final ChatOptions options;
  private volatile boolean stopped;
  private int sent;

  KillConversation(Chat chat, Vertx vertx, int client, int thinkMillis) {
    this.chat = chat;
    this.vertx = vertx;
    this.random = new Random(client * 1_000L + chat.id().hashCode());
    this.client = client;
    this.thinkMillis = thinkMillis;
    boolean interrupts = chat.id().hashCode() % 2 == 0;
    this.options =
        chat.options().withOverlap(interrupts ? OverlapPolicy.INTERRUPT : OverlapPolicy.queue());
  }

  /** Sends nothing more. */
  void stop() {
    stopped = true;
  }

  void start() {
    vertx.setTimer(1 + random.nextInt(thinkMillis), timer -> act());
  }

  private void act() {
    if (stopped) {
      return;
    }
    String name = chat.id() + ": message " + client + "." + sent++;
    int choice = random.nextInt(20);
    Completable action =
        choice < 9
            ? send(name)
            : choice < 13 ? sendOnce() : choice < 16 ? send(name + " draw it") : generate(name);
    boolean waits = random.nextInt(5) > 0;
    var unused =
        action.subscribe(
            () -> startIf(waits),
            failure -> {
              if (!stopped || !(failure instanceof AnimusException.Cancelled)) {
                KillLine.print(KillLine.Kind.FAILURE, chat.id(), failure.toString());
              }
              startIf(waits);
            });
    startIf(!waits);
  }

  private void startIf(boolean condition) {
    if (condition) {
      start();
    }
  }

  private Completable send(String text) {
    KillLine.print(KillLine.Kind.SEND, chat.id(), text, "");
    return chat.send(text, options).ignoreElements();
  }

  private Completable generate(String name) {
    return chat.generateImage(name + " image").ignoreElement();
  }

  private Completable sendOnce() {
    String id = "id " + random.nextInt(IDS_PER_CLIENT * (client + 1));
    String text = chat.id() + ": with " + id;
    KillLine.print(KillLine.Kind.SEND, chat.id(), text, id);
    Flowable<ChatEvent> events = chat.sendOnce(id, Message.user(text), options);
    return events.lastElement().doOnSuccess(last -> printAnswer(id, last)).ignoreElement();
  }

  private void printAnswer(String id, ChatEvent last) {
    if (last instanceof ExchangeCompleted end && end.messages() + end.images() > 0) {
      KillLine.print(KillLine.Kind.ANSWER, chat.id(), id, end.exchangeId());
    }
  }
}
