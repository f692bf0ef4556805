// Fills in a PDF form and writes comments with Apache PDFBox: `pdfbox.js TASK.json IN.pdf OUT.pdf`; see viewers.py.
//
// PDFBox comes inside the jar that carries veraPDF, and Rhino with it, as verapdf.js explains.
/* global Packages, arguments, java */

var Notes = Packages.org.apache.pdfbox.pdmodel.interactive.annotation;
var KINDS = {
  highlight: Notes.PDAnnotationHighlight,
  "strike-out": Notes.PDAnnotationStrikeout,
  underline: Notes.PDAnnotationUnderline,
  note: Notes.PDAnnotationText,
  text: Notes.PDAnnotationFreeText,
  drawing: Notes.PDAnnotationCircle,
  insertion: Notes.PDAnnotationCaret
};

function read(path) {
  var bytes = java.nio.file.Files.readAllBytes(java.nio.file.Paths.get(path));
  return JSON.parse(String(new java.lang.String(bytes, "UTF-8")));
}

function floats(numbers) {
  var array = java.lang.reflect.Array.newInstance(java.lang.Float.TYPE, numbers.length);
  for (var n = 0; n < numbers.length; n++) {
    array[n] = numbers[n];
  }
  return array;
}

function corners(box) {
  // Acrobat's order: top left, top right, bottom left, bottom right
  return [box[0], box[3], box[2], box[3], box[0], box[1], box[2], box[1]];
}

function around(boxes) {
  var all = boxes.reduce(function (a, b) {
    return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
  });
  return new Packages.org.apache.pdfbox.pdmodel.common.PDRectangle(all[0], all[1], all[2] - all[0], all[3] - all[1]);
}

function comment(mark) {
  var made = new KINDS[mark.kind]();
  made.setRectangle(around(mark.boxes));
  if (made.setQuadPoints) {
    var points = mark.boxes.map(corners).reduce(function (a, b) {
      return a.concat(b);
    });
    made.setQuadPoints(floats(points));
  }
  made.setContents(mark.text);
  if (mark.kind === "text") {
    made.setDefaultAppearance("/Helv 10 Tf 0 g");
  }
  made.setTitlePopup(mark.author);
  made.setColor(
    new Packages.org.apache.pdfbox.pdmodel.graphics.color.PDColor(
      floats([1, 0.9, 0]),
      Packages.org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB.INSTANCE
    )
  );
  return made;
}

java.util.logging.LogManager.getLogManager().reset(); // it warns of every font it has to look for
var task = read(arguments[0]);
var document = Packages.org.apache.pdfbox.Loader.loadPDF(new java.io.File(arguments[1]));
try {
  var fields = document.getDocumentCatalog().getAcroForm().getFieldTree().iterator();
  var filled = 0;
  while (fields.hasNext()) {
    var field = fields.next();
    var name = String(field.getFullyQualifiedName());
    if (name in task.fields) {
      field.setValue(task.fields[name]);
      filled += 1;
    }
  }
  if (filled !== Object.keys(task.fields).length) {
    throw "only " + filled + " fields were found";
  }
  task.marks.forEach(function (mark) {
    var page = document.getPage(mark.sheet - 1);
    var made = comment(mark);
    var listed = page.getAnnotations();
    listed.add(made);
    page.setAnnotations(listed);
    made.constructAppearances(document);
  });
  document.save(new java.io.File(arguments[2]));
} finally {
  document.close();
}
