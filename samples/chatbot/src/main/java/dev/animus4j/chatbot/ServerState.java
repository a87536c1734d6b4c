package dev.animus4j.chatbot;

import io.vertx.core.Vertx;
import io.vertx.rxjava3.RxHelper;
import java.util.stream.Stream;

/**
 * State of the server, shared by all requests and bounded.
 *
 * @param modelRequests limits the bytes sent to models
 * @param eventStreams limits the bytes of events and histories sent to clients
 * @param imageDownloads limits the bytes of images sent to clients
 * @param pageDownloads limits the bytes of the page, so that it does not wait for images
 * @param requestBodies limits the bytes of request bodies
 * @param usage memory of the conversations
 * @param images images uploaded and generated
 * @param tasks responses and images being generated
 * @param sessions the conversations of the sessions
 * @param revokedSessions sessions that were logged out
 * @param streams limits open event streams
 * @param uploads limits concurrent uploads
 */
record ServerState(
    FairByteLimiter modelRequests,
    FairByteLimiter eventStreams,
    FairByteLimiter imageDownloads,
    FairByteLimiter pageDownloads,
    FairByteLimiter requestBodies,
    ConversationUsage usage,
    ImageRepository images,
    ActiveTasks tasks,
    SessionDatabase sessions,
    RevokedSessions revokedSessions,
    ConcurrencyLimiter streams,
    ConcurrencyLimiter uploads) {
  private static final Quota UPLOADS = Quota.ofSession(64, 4);

  static ServerState of(Vertx vertx, DataStores stores, ImageRepository imageRepository) {
    ChatbotSettings.Limits limits = stores.settings().limits();
    long bytes = limits.bytesInFlight();
    RevokedSessions revokedSessions = new RevokedSessions(stores.sessions());
    return new ServerState(
        new FairByteLimiter(Quota.of(bytes, 1), RxHelper.scheduler(vertx)),
        perClientLimiter(bytes, vertx),
        perClientLimiter(bytes, vertx),
        perClientLimiter(bytes, vertx),
        perClientLimiter(bytes, vertx),
        new ConversationUsage(limits.historyBytes()),
        imageRepository,
        new ActiveTasks(revokedSessions),
        stores.sessions(),
        revokedSessions,
        new ConcurrencyLimiter(Quota.ofSession(limits.streams(), limits.streamsPerSession())),
        new ConcurrencyLimiter(UPLOADS));
  }

  /** A quarter for each client, however many sessions it has. */
  private static FairByteLimiter perClientLimiter(long bytes, Vertx vertx) {
    return new FairByteLimiter(Quota.ofSession(bytes, bytes / 4), RxHelper.scheduler(vertx));
  }

  /** The bytes in flight, of requests and responses. */
  long bytesInFlight() {
    return Stream.of(modelRequests, eventStreams, imageDownloads, pageDownloads, requestBodies)
        .mapToLong(FairByteLimiter::used)
        .sum();
  }
}
