package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.sse.ServerSentEvent;
import dev.animus4j.http.sse.ServerSentEvents;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the event stream format, one case each, whatever the network makes of the bytes. */
class ServerSentEventsCasesTest {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("test");

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void eventsAreTheSameHoweverTheBytesAreSplit(Case one) {
    for (int size : List.of(1, 2, 3, 7, Integer.MAX_VALUE)) {
      assertThat(parsed(one.input, size)).as("split into %d", size).isEqualTo(one.expected);
    }
  }

  private static List<String> parsed(byte[] input, int size) {
    ServerSentEvents parser = new ServerSentEvents(ORIGIN, 1000);
    List<String> events = new ArrayList<>();
    for (int from = 0; from < input.length; from += Math.min(size, input.length)) {
      int to = (int) Math.min((long) from + size, input.length);
      Buffer piece = Buffer.buffer(Arrays.copyOfRange(input, from, to));
      parser.feed(piece).forEach(event -> events.add(shown(event)));
    }
    parser.retry().ifPresent(wait -> events.add("retry=" + wait.toMillis()));
    return events;
  }

  private static String shown(ServerSentEvent event) {
    String type = event.type().equals("message") ? "" : event.type() + ":";
    String id = event.lastEventId().isEmpty() ? "" : "#" + event.lastEventId();
    return type + "(" + event.text() + ")" + id;
  }

  static Stream<Case> cases() {
    return Stream.of(
        of("1 one event, LF", "data: a\n\n", "(a)"),
        of("2 CRLF", "data: a\r\n\r\n", "(a)"),
        of("3 CR only", "data: a\r\r", "(a)"),
        of("4 mixed terminators", "data: a\rdata: b\ndata: c\r\n\r\n", "(a\nb\nc)"),
        of("5 LF CR is two terminators", "data: a\n\rdata: b\n\n", "(a)", "(b)"),
        of("6 two events", "data: a\n\ndata: b\n\n", "(a)", "(b)"),
        of("7 two data lines", "data: a\ndata: b\n\n", "(a\nb)"),
        of("8 two data lines, CRLF", "data: a\r\ndata: b\r\n\r\n", "(a\nb)"),
        of("9 no space", "data:a\n\n", "(a)"),
        of("10 only one space is removed", "data:  a\n\n", "( a)"),
        of("11 a tab is not a space", "data:\ta\n\n", "(\ta)"),
        of("12 a trailing space is kept", "data: a \n\n", "(a )"),
        of("13 space before the colon", "data : a\n\ndata: b\n\n", "(b)"),
        of("14 space before the name", " data: a\n\ndata: b\n\n", "(b)"),
        of("15 colon in the value", "data: a:b: c\n\n", "(a:b: c)"),
        of("16 empty data", "data:\n\n", "()"),
        of("17 empty data with space", "data: \n\n", "()"),
        of("18 field without colon", "data\n\n", "()"),
        of("19 two bare data", "data\ndata\n\n", "(\n)"),
        of("20 bare data between", "data: a\ndata\ndata: b\n\n", "(a\n\nb)"),
        of("21 a block of comments", ": hi\n\ndata: a\n\n", "(a)"),
        of("22 comment inside a block", "data: a\n: x\ndata: b\n\n", "(a\nb)"),
        of("23 lone colon", ":\ndata: a\n\n", "(a)"),
        of(
            "24 keep-alive comments",
            ": OPENROUTER PROCESSING\n\n".repeat(2) + "data: {}\n\n",
            "({})"),
        of("25 many blank lines", "\n\n\ndata: a\n\n\n\ndata: b\n\n", "(a)", "(b)"),
        of("26 event name", "event: x\ndata: a\n\n", "x:(a)"),
        of("27 event name is for one event", "event: x\ndata: a\n\ndata: b\n\n", "x:(a)", "(b)"),
        of("28 event name without data", "event: x\n\ndata: b\n\n", "(b)"),
        of("29 last event name wins", "event: x\nevent: y\ndata: a\n\n", "y:(a)"),
        of("30 empty event name", "event: x\nevent:\ndata: a\n\n", "(a)"),
        of("31 names are case sensitive", "Data: a\nDATA: b\ndata: c\n\n", "(c)"),
        of("32 unknown field", "foo: 1\ndata: a\nerror: {}\n\n", "(a)"),
        of("33 id persists", "id: 1\ndata: a\n\ndata: b\n\n", "(a)#1", "(b)#1"),
        of("34 id reset by empty", "id: 1\ndata: a\n\nid\ndata: b\n\n", "(a)#1", "(b)"),
        of("35 id with NUL", "id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n", "(a)#1", "(b)#1"),
        of("36 id in a block without data", "id: 9\n\ndata: a\n\n", "(a)#9"),
        of("37 NUL in data", "data: \0\n\n", "(\0)"),
        of("38 retry", "retry: 3000\ndata: a\n\n", "(a)", "retry=3000"),
        of("39 bogus retry", "retry: 2000\nretry: 1000x\ndata: a\n\n", "(a)", "retry=2000"),
        of("40 signs", "retry: +1\nretry: -1\nretry: 1 \nretry:\nretry: 1.5\ndata: a\n\n", "(a)"),
        of("41 Arabic digits", "retry: \u0661\u0662\ndata: a\n\n", "(a)"),
        of("42 BOM once", "\ufeffdata: a\n\n", "(a)"),
        of("43 BOM twice", "\ufeff\ufeffdata: 1\n\ndata: 2\n\n", "(2)"),
        of("44 BOM later", "data: a\n\n\ufeffdata: b\n\ndata: c\n\n", "(a)", "(c)"),
        of("45 multi-byte", "data: é€\ud83d\ude00\n\n", "(é€\ud83d\ude00)"),
        new Case(
            "46 invalid UTF-8", bytes("data: ", 0xFF, 0xC3, '\n', '\n'), List.of("(\ufffd\ufffd)")),
        of("47 no line ends", "data: a\u2028b\u0085c\n\n", "(a\u2028b\u0085c)"),
        of("48 VT and FF", "data: a\u000bb\u000cc\n\n", "(a\u000bb\u000cc)"),
        of("49 no blank line at the end", "data: a\n\ndata: b\n", "(a)"),
        of("50 no line end at the end", "data: a\n\ndata: b", "(a)"),
        of("51 one CR at the end", "data: a\r"),
        of("52 CR LF CR at the end", "data: a\r\n\r", "(a)"),
        of("53 DONE", "data: {\"a\":1}\n\ndata: [DONE]\n\n", "({\"a\":1})", "([DONE])"),
        of("54 JSON over lines", "data: {\ndata: \"a\":1}\n\n", "({\n\"a\":1})"),
        of(
            "55 JSON without a field",
            "{\"error\":{\"code\":503}}\n\n",
            "({\"error\":{\"code\":503}})"),
        of(
            "JSON over lines, after a comment",
            ": x\n{\n\"a\":[\"}\\\"\"]\n}\n\ndata: b\n\n",
            "({\n\"a\":[\"}\\\"\"]\n})",
            "(b)"),
        of("JSON with a name", "event: error\n{\"a\":1}\n\n", "error:({\"a\":1})"),
        of("JSON in a row", "[1]\r\n{}{}\r\ndata: b\r\n\r\n", "([1])", "({})", "({})", "(b)"),
        of("JSON after BOM and blanks", "\ufeff \n\t {}\ndata: b\n\n", "({})", "(b)"),
        of("JSON inside an event is no field", "data: a\n{}\n\n", "(a)"),
        of("56 nothing", ""),
        of("CRLF throughout, with names", "event: x\r\nid: 1\r\ndata: a\r\n\r\n", "x:(a)#1"),
        of("names that begin like known ones", "dataset: a\nd: b\nidea: c\ndata: d\n\n", "(d)"),
        of("BOM before a blank line", "\ufeff\n\ndata: a\n\n", "(a)"),
        of("long unknown line with a colon late", "x".repeat(2000) + ": y\ndata: a\n\n", "(a)"));
  }

  private static Case of(String name, String input, String... expected) {
    return new Case(name, input.getBytes(UTF_8), List.of(expected));
  }

  private static byte[] bytes(String text, int... more) {
    Buffer all = Buffer.buffer(text);
    Arrays.stream(more).forEach(b -> all.appendByte((byte) b));
    return all.getBytes();
  }

  record Case(String name, byte[] input, List<String> expected) {
    @Override
    public String toString() {
      return name;
    }
  }
}
