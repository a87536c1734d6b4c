package dev.animus4j.http;

import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientForm;
import io.vertx.core.http.HttpClientRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the request of a call. Used on the call's context only. */
final class RequestWriter {
  private final HttpCall call;
  private final CallEventLoop eventLoop;
  private @Nullable Buffer payload;
  private Disposable upload = Disposable.disposed();
  private boolean stopped;

  RequestWriter(HttpCall call, CallEventLoop eventLoop) {
    this.call = call;
    this.eventLoop = eventLoop;
    this.payload = call.encodeBody();
  }

  /** Writes the request; {@code written} is called after each piece of it. */
  void write(HttpClientRequest request, Runnable written, Consumer<Throwable> failed) {
    if (call.body() instanceof StreamedRequestBody streamed) {
      upload =
          streamed
              .writeTo(request, written)
              .subscribe(() -> eventLoop.run(() -> end(request, written)), failed::accept);
    } else if (call.body() instanceof ClientForm form) {
      var unused = request.send(form);
    } else {
      end(request, written);
    }
  }

  private void end(HttpClientRequest request, Runnable written) {
    if (!stopped) {
      Future<Void> end = payload == null ? request.end() : request.end(payload);
      payload = null; // it is not needed while the response is read
      end.onSuccess(v -> written.run());
    }
  }

  /** Stops writing; returns whether all had been written. */
  boolean stop() {
    stopped = true;
    boolean complete = upload.isDisposed();
    upload.dispose();
    return complete;
  }
}
