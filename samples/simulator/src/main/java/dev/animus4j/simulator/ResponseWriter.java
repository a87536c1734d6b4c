package dev.animus4j.simulator;

import dev.animus4j.simulator.ScriptedResponse.Ending;
import dev.animus4j.simulator.ScriptedResponse.Ending.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes a response. Each chunk is requested only when the one before has been written to the
 * socket: so each is flushed separately, and a client that does not read holds back the whole
 * response.
 */
final class ResponseWriter {
  private static final int FILLER = 1 << 14;

  private final Vertx vertx;
  private final SimulatedRequest request;
  private final SimulatedResponse response;
  private final Ending ending;
  private final long gap;
  private Buffer last = Buffer.buffer(" ");
  private long sent;

  ResponseWriter(
      Vertx vertx, SimulatedRequest request, SimulatedResponse response, ScriptedResponse script) {
    this.vertx = vertx;
    this.request = request;
    this.response = response;
    this.ending = script.ending();
    this.gap = script.pace().gap().toMillis();
  }

  void start() {
    if (!request.isOpen()) {
      return;
    }
    if (ending.kind() == Kind.RESET) {
      request.closeConnection();
      return;
    }
    HttpServerResponse httpResponse = request.response().setStatusCode(response.status());
    response.headers().forEach(httpResponse::putHeader);
    if (ending.kind() == Kind.COMPLETE && response.isSmall()) {
      request.end(wholeBody());
    } else {
      announceLength(httpResponse);
      httpResponse.writeHead().onSuccess(head -> writeNext());
    }
  }

  private Buffer wholeBody() {
    Buffer first = response.chunks().hasNext() ? response.chunks().next() : Buffer.buffer();
    if (!response.chunks().hasNext()) {
      return first;
    }
    Buffer whole = first.copy();
    response.chunks().forEachRemaining(whole::appendBuffer);
    return whole;
  }

  private void announceLength(HttpServerResponse httpResponse) {
    if (response.length() < 0 || ending.kind() == Kind.ENDLESS) {
      httpResponse.setChunked(true);
    } else {
      httpResponse.putHeader("content-length", Long.toString(response.length()));
    }
  }

  private void writeNext() {
    if (!request.isOpen()) {
      return;
    }
    boolean ended = ending.kind() != Kind.COMPLETE && sent >= ending.after();
    if (!ended && response.chunks().hasNext()) {
      write(clip(response.chunks().next()));
    } else if (ending.kind() == Kind.ENDLESS) {
      write(filler());
    } else {
      finish();
    }
  }

  private Buffer clip(Buffer chunk) {
    if (ending.kind() == Kind.COMPLETE || chunk.length() <= ending.after() - sent) {
      return chunk;
    }
    return chunk.slice(0, (int) (ending.after() - sent));
  }

  private void write(Buffer chunk) {
    last = chunk.length() == 0 ? last : chunk;
    sent += chunk.length();
    request.response().write(chunk).onSuccess(written -> scheduleNext());
  }

  private void scheduleNext() {
    if (gap > 0) {
      vertx.setTimer(gap, elapsed -> writeNext());
    } else {
      writeNext();
    }
  }

  private void finish() {
    switch (ending.kind()) {
      case COMPLETE -> request.end(Buffer.buffer());
      case CUT, RESET -> request.closeConnection();
      case CLOSE -> request.endAndClose();
      case STALL, ENDLESS -> {
        // the client has to disconnect
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
