package dev.animus4j.chatbot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Passes on the bytes of a connection while their {@link Framing} is unambiguous; then responds
 * with 400, stops reading, and closes. It precedes the decoder of Netty, since anything behind that
 * has been interpreted already.
 */
final class FramingFilter extends ChannelInboundHandlerAdapter {
  private static final String BAD_REQUEST =
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
  private static final long LINGER_MS = 1_000;

  private final Framing framing = new Framing();
  private final Channel channel;
  private final BooleanSupplier canRespond;
  private boolean upgraded;
  private volatile boolean readingStopped;

  private FramingFilter(Channel channel, BooleanSupplier mayRespond) {
    this.channel = channel;
    this.canRespond = mayRespond;
  }

  /**
   * Installs a filter on a new connection.
   *
   * @param mayRespond whether no response is being written
   */
  static FramingFilter install(HttpConnection connection, BooleanSupplier mayRespond) {
    Channel channel = ((ConnectionBase) connection).channel();
    FramingFilter filter = new FramingFilter(channel, mayRespond);
    channel.pipeline().addFirst(filter);
    return filter;
  }

  /** Stops checking: from here the connection does not speak HTTP. */
  void passThrough() {
    upgraded = true;
  }

  /** Stops reading, so that no further request arrives, and discards what is still received. */
  void stopReading() {
    readingStopped = true;
    channel.config().setAutoRead(true);
  }

  /** Whether it has stopped reading; a request already received must not be answered. */
  boolean hasStoppedReading() {
    return readingStopped;
  }

  /** Closes, and discards what the client has not read, which an unread connection would retain. */
  void abort() {
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException closedAlready) {
      return;
    }
    closeNow();
  }

  /** Closes; the operating system still sends what it has taken. */
  void closeNow() {
    ChannelHandlerContext handler = channel.pipeline().context(this);
    if (handler != null) {
      handler.close(); // not by way of handlers that would first wait until all is sent
    }
  }

  /** Closes after a delay, so that a client that is still sending receives the response. */
  void closeGracefully() {
    if (channel instanceof DuplexChannel socket) {
      socket.shutdownOutput();
    }
    channel.eventLoop().schedule(this::closeNow, LINGER_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!readingStopped
        && (upgraded || !(message instanceof ByteBuf bytes) || framing.accept(bytes))) {
      context.fireChannelRead(message);
      return;
    }
    ReferenceCountUtil.release(message);
    if (!readingStopped) {
      stopReading();
      reject(context);
    }
  }

  private void reject(ChannelHandlerContext context) {
    if (canRespond.getAsBoolean()) {
      context
          .writeAndFlush(Unpooled.copiedBuffer(BAD_REQUEST, StandardCharsets.US_ASCII))
          .addListener(written -> closeGracefully());
    } else {
      abort();
    }
  }
}
