package dev.animus4j.http;

import io.vertx.core.http.ClientForm;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/**
 * Call with its token.
 *
 * @param token sent as the endpoint's authentication scheme says; empty to send none
 */
record AuthorizedCall(HttpCall call, String token) {

  RequestSecrets secrets() {
    return new RequestSecrets(call, token);
  }

  /** Returns the target and the headers; those of the call replace the client's own. */
  RequestOptions requestOptions(HttpOptions options) {
    RequestOptions request =
        call.requestOptions()
            .setMethod(call.method())
            .putHeader(HttpHeaders.ACCEPT, call.accept())
            .putHeader(HttpHeaders.USER_AGENT, options.userAgent());
    if (!token.isEmpty()) {
      call.endpoint().authentication().addTo(request, token);
    }
    options.proxies().select(call.url()).ifPresent(request::setProxyOptions);
    addBodyHeaders(request);
    call.headers().forEach(request::putHeader);
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
