package dev.animus4j.simulator;

import dev.animus4j.simulator.Scripted.Ending;
import dev.animus4j.simulator.Scripted.Ending.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes an answer out. The next chunk is made only when the one before has left for the socket: so
 * each is flushed by itself, and a client that does not read holds the whole answer back.
 */
final class Delivery {
  private static final int FILLER = 1 << 14;

  private final Vertx vertx;
  private final Call call;
  private final Answer answer;
  private final Ending ending;
  private final long gap;
  private Buffer last = Buffer.buffer(" ");
  private long sent;

  Delivery(Vertx vertx, Call call, Answer answer, Scripted script) {
    this.vertx = vertx;
    this.call = call;
    this.answer = answer;
    this.ending = script.ending();
    this.gap = script.pace().gap().toMillis();
  }

  void start() {
    if (!call.isOpen()) {
      return;
    }
    if (ending.kind() == Kind.RESET) {
      call.cut();
      return;
    }
    HttpServerResponse response = call.response().setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (ending.kind() == Kind.COMPLETE && answer.isSmall()) {
      call.end(whole());
    } else {
      announceLength(response);
      response.writeHead().onSuccess(head -> next());
    }
  }

  private Buffer whole() {
    Buffer first = answer.chunks().hasNext() ? answer.chunks().next() : Buffer.buffer();
    if (!answer.chunks().hasNext()) {
      return first;
    }
    Buffer whole = first.copy();
    answer.chunks().forEachRemaining(whole::appendBuffer);
    return whole;
  }

  private void announceLength(HttpServerResponse response) {
    if (answer.length() < 0 || ending.kind() == Kind.ENDLESS) {
      response.setChunked(true);
    } else {
      response.putHeader("content-length", Long.toString(answer.length()));
    }
  }

  private void next() {
    if (!call.isOpen()) {
      return;
    }
    boolean enough = ending.kind() != Kind.COMPLETE && sent >= ending.after();
    if (!enough && answer.chunks().hasNext()) {
      write(clipped(answer.chunks().next()));
    } else if (ending.kind() == Kind.ENDLESS) {
      write(filler());
    } else {
      finish();
    }
  }

  private Buffer clipped(Buffer chunk) {
    if (ending.kind() == Kind.COMPLETE || chunk.length() <= ending.after() - sent) {
      return chunk;
    }
    return chunk.slice(0, (int) (ending.after() - sent));
  }

  private void write(Buffer chunk) {
    last = chunk.length() == 0 ? last : chunk;
    sent += chunk.length();
    call.response().write(chunk).onSuccess(written -> pause());
  }

  private void pause() {
    if (gap > 0) {
      vertx.setTimer(gap, elapsed -> next());
    } else {
      next();
    }
  }

  private void finish() {
    switch (ending.kind()) {
      case COMPLETE -> call.end(Buffer.buffer());
      case CUT, RESET -> call.cut();
      case STALL, ENDLESS -> {
        // the client has to leave
      }
    }
  }

  private Buffer filler() {
    if (last.length() >= FILLER) {
      return last;
    }
    Buffer filler = Buffer.buffer(FILLER + last.length());
    while (filler.length() < FILLER) {
      filler.appendBuffer(last);
    }
    return filler;
  }
}
