package dev.animus4j.chat.cluster;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.rxjava3.SingleHelper;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Requests between nodes on the event bus, each of which has one address there. They are never
 * published: a node that stands still costs others only the requests to it.
 */
public final class NodeBus {
  private static final String NODE = "animus4j.node.";
  private static final String CLAIMS = "animus4j.claims";
  private static final String PROTOCOL = "animus4j-protocol";
  private static final int VERSION = 1;
  private static final FailureOrigin ORIGIN = FailureOrigin.of("node");

  private final EventBus bus;

  /** The requests on this bus, which the application has made a clustered one. */
  public NodeBus(EventBus bus) {
    this.bus = bus;
  }

  /**
   * Answers the requests to a node until the result is disposed, which waits for nothing.
   *
   * @param handler its failures are answered too
   */
  public Completable serve(String nodeId, Function<NodeRequest, Single<NodeReply>> handler) {
    return Completable.create(
        emitter -> {
          MessageConsumer<Buffer> consumer = bus.consumer(NODE + nodeId);
          consumer.handler(message -> serve(message, handler));
          emitter.setCancellable(consumer::unregister);
        });
  }

  private static void serve(
      Message<Buffer> message, Function<NodeRequest, Single<NodeReply>> handler) {
    var unused =
        Single.defer(() -> reply(message, handler))
            .onErrorReturn(NodeFailures::reply)
            .subscribe(reply -> message.reply(Json.write(reply), options(Duration.ZERO)));
  }

  /** A node of a later version may ask for what this one does not know. */
  private static Single<NodeReply> reply(
      Message<Buffer> message, Function<NodeRequest, Single<NodeReply>> handler) {
    String version = message.headers().get(PROTOCOL);
    NodeRequest request;
    try {
      if (Math.abs(Integer.parseInt(version) - VERSION) > 1) {
        return Single.just(NodeFailures.unknownRequest(version, VERSION));
      }
      request = Json.read(message.body(), NodeRequest.class, ORIGIN);
    } catch (NumberFormatException | AnimusException unknown) {
      return Single.just(NodeFailures.unknownRequest(version, VERSION));
    }
    return handler.apply(request);
  }

  /**
   * Asks a node.
   *
   * @return its reply; {@link NodeReply.Elsewhere} when it cannot be reached, or does not reply in
   *     time; fails as it failed there, and with {@link AnimusException.Unavailable} when it does
   *     not know the request
   */
  public Single<NodeReply> request(String nodeId, NodeRequest request, Duration limit) {
    return SingleHelper.<Message<Buffer>>toSingle(
            done ->
                bus.<Buffer>request(NODE + nodeId, Json.write(request), options(limit))
                    .onComplete(done))
        .map(reply -> Json.read(reply.body(), NodeReply.class, ORIGIN))
        .onErrorResumeNext(
            cause ->
                cause instanceof ReplyException
                    ? Single.just(new NodeReply.Elsewhere())
                    : Single.error(cause))
        .flatMap(
            reply ->
                reply instanceof NodeReply.Failed failed
                    ? Single.error(NodeFailures.exception(failed))
                    : Single.just(reply));
  }

  private static DeliveryOptions options(Duration limit) {
    DeliveryOptions options =
        new DeliveryOptions()
            .addHeader(PROTOCOL, String.valueOf(VERSION))
            .setTracingPolicy(TracingPolicy.PROPAGATE);
    return limit.isZero() ? options : options.setSendTimeout(limit.toMillis());
  }

  /** Tells all nodes that this one has a conversation now; some may not hear it. */
  public void publishClaim(String conversationId) {
    bus.publish(CLAIMS, conversationId);
  }

  /** Passes on what the nodes have claimed, until the result is disposed. */
  public Completable listenToClaims(Consumer<String> listener) {
    return Completable.create(
        emitter -> {
          MessageConsumer<String> consumer = bus.consumer(CLAIMS);
          consumer.handler(message -> listener.accept(message.body()));
          emitter.setCancellable(consumer::unregister);
        });
  }
}
