package dev.animus4j.chat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSchemaTest {
  enum Unit {
    @JsonProperty("celsius")
    CELSIUS,
    @JsonProperty("fahrenheit")
    FAHRENHEIT
  }

  enum Sky {
    CLEAR,
    CLOUDY
  }

  record Day(LocalDate date, double temperature, @Nullable Sky sky) {}

  record Forecast(
      @JsonPropertyDescription("Where it is") String city,
      int days,
      Sky sky,
      List<Day> outlook,
      @Nullable String note,
      Optional<Integer> rain,
      @JsonProperty("is_sure") boolean sure,
      Instant made,
      Duration valid) {}

  record Node(String name, List<Node> children) {}

  record Scores(Map<String, Integer> scores) {}

  record Temperature(Unit unit) {}

  private static void assertSchema(Class<?> type, String expected) throws Exception {
    JsonNode json = new ObjectMapper().readTree(expected.replace('\'', '"'));
    assertThat(RecordSchema.of(type).toPrettyString()).isEqualTo(json.toPrettyString());
  }

  @Test
  void aRecordIsAStrictObjectInTheOrderOfItsComponents() throws Exception {
    assertSchema(
        Forecast.class,
        """
        {'$defs': {'Sky': {'type': 'string', 'enum': ['CLEAR', 'CLOUDY']}},
         'type': 'object',
         'properties': {
           'city': {'type': 'string', 'description': 'Where it is'},
           'days': {'type': 'integer'},
           'sky': {'$ref': '#/$defs/Sky'},
           'outlook': {
             'type': 'array',
             'items': {
               'type': 'object',
               'properties': {
                 'date': {'type': 'string', 'format': 'date'},
                 'temperature': {'type': 'number'},
                 'sky': {'anyOf': [{'type': 'null'}, {'$ref': '#/$defs/Sky'}]}
               },
               'required': ['date', 'temperature', 'sky'],
               'additionalProperties': false
             }
           },
           'note': {'type': ['string', 'null']},
           'rain': {'type': ['integer', 'null']},
           'is_sure': {'type': 'boolean'},
           'made': {'type': 'string', 'format': 'date-time'},
           'valid': {'type': 'string', 'format': 'duration'}
         },
         'required': ['city', 'days', 'sky', 'outlook', 'note', 'rain', 'is_sure', 'made', 'valid'],
         'additionalProperties': false}""");
  }

  @Test
  void aTypeThatContainsItselfRefersToItself() throws Exception {
    assertSchema(
        Node.class,
        """
        {'type': 'object',
         'properties': {
           'name': {'type': 'string'},
           'children': {'type': 'array', 'items': {'$ref': '#'}}
         },
         'required': ['name', 'children'],
         'additionalProperties': false}""");
  }

  @Test
  void aMapAllowsAnyKeyAndIsNotStrict() throws Exception {
    assertSchema(
        Scores.class,
        """
        {'type': 'object',
         'properties': {
           'scores': {'type': 'object', 'additionalProperties': {'type': 'integer'}}
         },
         'required': ['scores'],
         'additionalProperties': false}""");
    assertThat(ResponseSchema.of(Scores.class).strict()).isFalse();
    assertThat(ResponseSchema.of(Forecast.class).strict()).isTrue();
  }

  @Test
  void anEnumHasTheNamesThatJacksonReads() throws Exception {
    assertSchema(
        Temperature.class,
        """
        {'type': 'object',
         'properties': {'unit': {'type': 'string', 'enum': ['celsius', 'fahrenheit']}},
         'required': ['unit'],
         'additionalProperties': false}""");
  }

  @Test
  void isGeneratedOncePerType() {
    assertThat(RecordSchema.of(Day.class)).isSameAs(RecordSchema.of(Day.class));
  }

  @ParameterizedTest
  @ValueSource(classes = {String.class, int.class, List.class, Sky.class, LocalDate.class})
  void onlyObjectsAreArguments(Class<?> type) {
    assertThatThrownBy(() -> Tool.of("f", "", type, any -> ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a JSON object, use a record: " + type.getName());
  }
}
