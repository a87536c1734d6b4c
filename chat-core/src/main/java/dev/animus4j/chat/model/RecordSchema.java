package dev.animus4j.chat.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.util.Comparator;

/**
 * JSON Schemas of Java types, strict as models need them: all fields are required, those that may
 * be missing allow null, and there are no others.
 */
final class RecordSchema {
  /** Generated once per type, and unloaded with it. */
  private static final ClassValue<ObjectNode> SCHEMAS =
      new ClassValue<>() {
        @Override
        protected ObjectNode computeValue(Class<?> type) {
          return generator().generateSchema(type);
        }
      };

  private RecordSchema() {}

  /** The schema of any type; must not be modified. */
  static ObjectNode of(Class<?> type) {
    return SCHEMAS.get(type);
  }

  /**
   * The schema of a type that is a JSON object.
   *
   * @throws IllegalArgumentException for any other type: models write objects
   */
  static ObjectNode ofObject(Class<?> type) {
    ObjectNode schema = of(type);
    if (!schema.path("type").asText().equals("object")) {
      throw new IllegalArgumentException("not a JSON object, use a record: " + type.getName());
    }
    return schema;
  }

  private static SchemaGenerator generator() {
    SchemaGeneratorConfigBuilder config =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .without(Option.SCHEMA_VERSION_INDICATOR)
            .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT)
            .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
            .with(Option.PLAIN_DEFINITION_KEYS)
            .with(
                new JacksonModule(
                    JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE,
                    JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
    Comparator<MemberScope<?, ?>> asDeclared = Comparator.comparingInt(unused -> 0);
    config.forTypesInGeneral().withPropertySorter(asDeclared);
    config
        .forFields()
        .withRequiredCheck(field -> true)
        .withNullableCheck(field -> RequiredComponents.isNullable(field.getRawMember()));
    return new SchemaGenerator(config.build());
  }
}
