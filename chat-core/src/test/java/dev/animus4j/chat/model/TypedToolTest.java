package dev.animus4j.chat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TypedToolTest {
  enum Unit {
    CELSIUS,
    FAHRENHEIT
  }

  record Stop(String city, LocalDate date) {}

  record Journey(
      int days, Unit unit, List<Stop> stops, @Nullable String note, Optional<Integer> budget) {
    Journey {
      if (days < 1) {
        throw new IllegalArgumentException("days is at least 1");
      }
    }
  }

  private static final String FITS =
      "'days':2,'unit':'CELSIUS','stops':[{'city':'Oslo','date':'2026-11-20'}]";

  private static Single<String> call(Function<Journey, ?> function, String arguments) {
    Tool tool = Tool.of("plan", "Plans it.", Journey.class, function);
    ToolCall call = new ToolCall("c", "plan", arguments.replace('\'', '"'));
    return tool.function().call(call);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{FITS}|null|Optional.empty",
        "{FITS,'note':null,'budget':null}|null|Optional.empty",
        "{FITS,'note':'n','budget':7,'more':[1]}|n|Optional[7]",
      })
  void theFunctionGetsTheRecord(String arguments, String note, String budget) {
    Function<Journey, String> check =
        it -> {
          assertThat(it.stops()).containsExactly(new Stop("Oslo", LocalDate.of(2026, 11, 20)));
          return it.days() + " " + it.unit() + " " + it.note() + " " + it.budget();
        };
    assertThat(call(check, arguments.replace("FITS", FITS)).blockingGet())
        .isEqualTo("2 CELSIUS " + note + " " + budget);
  }

  static List<Object> results() {
    Stop stop = new Stop("Oslo", LocalDate.of(2026, 11, 20));
    return List.of(
        stop,
        Single.just(stop),
        Future.succeededFuture(stop),
        CompletableFuture.completedFuture(stop));
  }

  @ParameterizedTest
  @MethodSource("results")
  void aRecordIsSentAsJson(Object result) {
    assertThat(call(it -> result, "{" + FITS + "}").blockingGet())
        .isEqualTo("{\"city\":\"Oslo\",\"date\":\"2026-11-20\"}");
  }

  @Test
  void aTextIsSentAsItIsAndNumbersAsNumbers() {
    assertThat(call(it -> "rain", "{" + FITS + "}").blockingGet()).isEqualTo("rain");
    assertThat(call(it -> 7, "{" + FITS + "}").blockingGet()).isEqualTo("7");
    assertThat(call(it -> Map.of("a", 1), "{" + FITS + "}").blockingGet()).isEqualTo("{\"a\":1}");
    assertThat(call(it -> null, "{" + FITS + "}").blockingGet()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|days is missing",
        "{'days':'secret'}|days must be of type integer",
        "{'days':''}|days must be of type integer",
        "{'days':2.5}|days must be of type integer",
        "{'days':null}|days is missing",
        "{'days':2,'unit':'KELVIN'}|unit must be one of CELSIUS, FAHRENHEIT",
        "{'days':2,'unit':0}|unit must be one of CELSIUS, FAHRENHEIT",
        "{'days':2,'unit':'CELSIUS'}|stops is missing",
        "{'days':2,'unit':'CELSIUS','stops':{}}|stops must be of type array",
        "{'days':2,'unit':'CELSIUS','stops':[null]}|stops[0] is missing",
        "{'days':2,'unit':'CELSIUS','stops':[{}]}|stops[0].city is missing",
        "{'days':2,'unit':'CELSIUS','stops':['secret']}|stops[0] must be of type object",
        "{'days':2,'unit':'CELSIUS','stops':[{'city':'O','date':'secret'}]}"
            + "|stops[0].date must be of type string, format date",
        "{'days':0,'unit':'CELSIUS','stops':[]}|it is rejected: days is at least 1",
      })
  void argumentsThatDoNotFitAreAFailureInWords(String arguments, String words) {
    assertThatThrownBy(() -> call(it -> "called", arguments))
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .message()
        .startsWith("animus4j: plan: the arguments do not fit: " + words + ".")
        .doesNotContain("secret", "\n");
  }

  @Test
  void theModelIsToldWhatIsWrongAndMayTryAgain() {
    Tool tool = Tool.of("plan", "Plans it.", Journey.class, it -> it.stops().get(0));
    ToolCall wrong = new ToolCall("c1", "plan", "{\"days\":\"two\"}");
    ToolCall right = new ToolCall("c2", "plan", "{" + FITS.replace('\'', '"') + "}");
    ScriptedChatModel model =
        ScriptedChatModel.with(ChatResponse.of("").withToolCalls(wrong))
            .then(ChatResponse.of("").withToolCalls(right))
            .then(ChatResponse.of("Done."));

    ScriptedChatModel.parts(
        model.withToolCalls(Schedulers.single()), ChatRequest.of("Plan!").withTools(tool));

    assertThat(lastMessage(model.asked.get(1)))
        .contains("The call failed.", "days must be of type integer.");
    assertThat(lastMessage(model.asked.get(2))).startsWith("{\"city\":\"Oslo\"");
  }

  private static String lastMessage(ChatRequest request) {
    return request.messages().get(request.messages().size() - 1).content();
  }
}
