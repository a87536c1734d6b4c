package dev.animus4j.http;

import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientForm;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/**
 * Call with its token.
 *
 * @param token sent as the endpoint's authentication scheme says; empty to send none
 * @param secrets the secrets of the request
 * @param log logs this attempt at the call; null for none
 */
record AuthorizedCall(
    HttpCall call, String token, RequestSecrets secrets, @Nullable AttemptLog log) {

  static AuthorizedCall of(HttpCall call, String token, HttpOptions options) {
    RequestSecrets secrets = new RequestSecrets(call, token, options.proxies());
    return new AuthorizedCall(call, token, secrets, AttemptLog.of(call, secrets, options.log()));
  }

  /** Whether the credentials can give another token after this refusal of it. */
  boolean renewToken(Throwable refusal) {
    try {
      return call.endpoint().credentials().renew(token);
    } catch (Throwable thrown) {
      refusal.addSuppressed(thrown);
      return false;
    }
  }

  /** Returns the body; where it is logged, it is so as it is read. */
  Flowable<Buffer> logged(ResponseHead head, Flowable<Buffer> body) {
    return log == null ? body : log.response(head, body);
  }

  /**
   * Returns the target and the headers; those of the call replace the client's own.
   *
   * @param decompresses whether the platform does, and then asks for what it can decode
   */
  RequestOptions requestOptions(HttpOptions options, boolean decompresses) {
    RequestOptions request =
        call.requestOptions()
            .setMethod(call.method())
            .putHeader(HttpHeaders.ACCEPT, call.accept())
            .putHeader(HttpHeaders.USER_AGENT, options.userAgent());
    if (!decompresses) {
      request.putHeader(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
    }
    if (!token.isEmpty()) {
      call.endpoint().authentication().addTo(request, token);
    }
    options.proxies().select(call.url()).ifPresent(request::setProxyOptions);
    addBodyHeaders(request);
    call.headers().forEach(request::putHeader);
    if (log != null) {
      log.request(request);
    }
    return request;
  }

  private void addBodyHeaders(RequestOptions request) {
    Object body = call.body();
    if (body != null && !(body instanceof ClientForm)) {
      request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    } else if (body == null && !call.method().equals(HttpMethod.GET)) {
      request.putHeader(HttpHeaders.CONTENT_LENGTH, "0");
    }
    if (body instanceof StreamedRequestBody streamed) {
      request.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(streamed.length()));
    }
  }

  /** Omits the token. */
  @Override
  public String toString() {
    return call.toString();
  }
}
