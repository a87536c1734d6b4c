package dev.animus4j.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * Use of one HTTP/1.1 connection by one request after the other. It sits behind TLS, so that the
 * farewell of TLS is not taken for a response.
 */
final class ConnectionUse extends ChannelInboundHandlerAdapter {
  private static final String NAME = "animus4j-use";

  /** The platform's name of the HTTP/1.1 codec. */
  private static final String CODEC = "codec";

  /** A connection that was closed before the request fails as soon as it is written to. */
  private static final long STALE_NANOS = 2_000_000_000L;

  private volatile boolean received;
  private boolean used;
  private long begun;

  /** The use of this connection; null of HTTP/2, whose streams end one by one. */
  static @Nullable ConnectionUse of(HttpConnection connection) {
    if (!(connection instanceof ConnectionBase base)) {
      return null;
    }
    ChannelPipeline pipeline = base.channel().pipeline();
    if (pipeline.get(NAME) instanceof ConnectionUse known) {
      return known;
    }
    if (pipeline.get(CODEC) == null) {
      return null;
    }
    ConnectionUse use = new ConnectionUse();
    pipeline.addBefore(CODEC, NAME, use);
    return use;
  }

  /** Begins a request; returns whether there were others before. */
  boolean begin() {
    boolean reused = used;
    used = true;
    received = false;
    begun = System.nanoTime();
    return reused;
  }

  /** Whether a connection that failed now, did so before any byte, as it was written to. */
  boolean hasDied() {
    return !received && System.nanoTime() - begun < STALE_NANOS;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    received = true;
    context.fireChannelRead(bytes);
  }
}
