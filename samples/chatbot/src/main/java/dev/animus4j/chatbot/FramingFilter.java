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
 * Hands on what a connection brings as long as its {@link Framing} is clear, before anything reads
 * it; then answers 400, hears no more, and closes. It stands where Netty is, since what comes after
 * its decoder has been interpreted already.
 */
final class FramingFilter extends ChannelInboundHandlerAdapter {
  private static final String REFUSAL =
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
  private static final long LINGER_MS = 1_000;

  private final Framing framing = new Framing();
  private final Channel channel;
  private final BooleanSupplier mayAnswer;
  private boolean open;
  private volatile boolean deaf;

  private FramingFilter(Channel channel, BooleanSupplier mayAnswer) {
    this.channel = channel;
    this.mayAnswer = mayAnswer;
  }

  /**
   * Filters what a new connection brings.
   *
   * @param mayAnswer whether nothing of an answer is on its way
   */
  static FramingFilter on(HttpConnection connection, BooleanSupplier mayAnswer) {
    Channel channel = ((ConnectionBase) connection).channel();
    FramingFilter filter = new FramingFilter(channel, mayAnswer);
    channel.pipeline().addFirst(filter);
    return filter;
  }

  /** From here it is no HTTP. */
  void open() {
    open = true;
  }

  /** Hears nothing more, so that no further request comes, and takes what is still sent away. */
  void deafen() {
    deaf = true;
    channel.config().setAutoRead(true);
  }

  /** Whether it hears nothing more; what was heard already is not to be answered. */
  boolean isDeaf() {
    return deaf;
  }

  /** Closes, and lets go of what the client did not take: who does not read would keep it here. */
  void abort() {
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException closedAlready) {
      return;
    }
    hangUp();
  }

  /** Closes; what the system has taken is still sent. */
  void hangUp() {
    ChannelHandlerContext here = channel.pipeline().context(this);
    if (here != null) {
      here.close(); // not by way of those who would first wait until all is sent
    }
  }

  /** Closes, but not so soon that who is still sending does not see the answer. */
  void close() {
    if (channel instanceof DuplexChannel socket) {
      socket.shutdownOutput();
    }
    channel.eventLoop().schedule(this::hangUp, LINGER_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!deaf && (open || !(message instanceof ByteBuf bytes) || framing.isClear(bytes))) {
      context.fireChannelRead(message);
      return;
    }
    ReferenceCountUtil.release(message);
    if (!deaf) {
      deafen();
      refuse(context);
    }
  }

  private void refuse(ChannelHandlerContext context) {
    if (mayAnswer.getAsBoolean()) {
      context
          .writeAndFlush(Unpooled.copiedBuffer(REFUSAL, StandardCharsets.US_ASCII))
          .addListener(written -> close());
    } else {
      abort();
    }
  }
}
