package dev.animus4j.http;

import static dev.animus4j.http.HttpFixture.answer;
import static dev.animus4j.http.HttpFixture.endpoint;
import static dev.animus4j.http.HttpFixture.failure;
import static dev.animus4j.http.HttpFixture.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class XmlTest {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("acme");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          <A/>                                                   | {"a":""}
          <Error><Code>SlowDown</Code></Error>                   | {"error":{"code":"SlowDown"}}
          <A> <B>1</B> <B> 2 </B> <B/> </A>                      | {"a":{"b":["1"," 2 ",""]}}
          <a:A xmlns:a="u" x="y"><a:ETag>&quot;1&amp;&#50;&quot;</a:ETag></a:A> | {"a":{"eTag":"\\"1&2\\""}}
          <?xml version="1.0" encoding="UTF-8"?><A><![CDATA[<b>]]>c</A> | {"a":"<b>c"}
          """)
  void elementsAreFields(String xml, String json) {
    assertThat(read(" \n" + xml).toString()).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<A>",
        "<A></B>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:/etc/passwd\">]><A>&b;</A>",
        "<!DOCTYPE a [<!ENTITY b \"cc\">]><A>&b;</A>"
      })
  void anythingElseIsAProtocolFailure(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(AnimusException.Protocol.class);
  }

  @Test
  void aBombIsAProtocolFailure() {
    assertThatThrownBy(() -> read("<A>".repeat(100_000)))
        .isInstanceOf(AnimusException.Protocol.class);
  }

  @Test
  void anErrorInXmlIsQuoted(Vertx vertx) {
    String error =
        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Not yours</Message></Error>";
    try (ScriptedServer server = saying(vertx, error)) {
      AnimusException failure = fail(vertx, server);

      assertThat(failure)
          .isInstanceOf(AnimusException.Authentication.class)
          .hasMessageContaining("(HTTP 403, AccessDenied): \"Not yours\"");
      assertThat(failure.origin().requestId()).isEqualTo("R1");
    }
  }

  @Test
  void aPageIsQuotedByItsTitleAsBefore(Vertx vertx) {
    String page = "<?xml version=\"1.0\"?><html><head><title>Keep out</title></head><body/></html>";
    try (ScriptedServer server = saying(vertx, page)) {
      assertThat(fail(vertx, server)).hasMessageContaining("(HTTP 403): \"Keep out\"");
    }
  }

  private static ScriptedServer saying(Vertx vertx, String body) {
    String headers = "Content-Type: application/xml\r\nx-amz-request-id: R1";
    return ScriptedServer.saying(vertx, answer("403 Forbidden", headers, body));
  }

  private static AnimusException fail(Vertx vertx, ScriptedServer server) {
    return failure(
        http(vertx).json(endpoint(server).get("x"), JsonNode.class).test(), AnimusException.class);
  }

  private static JsonNode read(String xml) {
    return Xml.read(Buffer.buffer(xml), ORIGIN);
  }
}
